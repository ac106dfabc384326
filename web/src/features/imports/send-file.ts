// A file to the server as it lies on the disk: never as a whole in memory, and with a word on how far it is.
import { importsTexts } from '../../texts/imports.ts'

export interface FileToSend {
  readonly file: File
  readonly format: string
  readonly assumeFormat: string | null
}

/** Uploads a file, which is imported then; `onPercent` is told how much has gone. Rejects with an Error whose message is for people. */
export function sendFile(
  { file, format, assumeFormat }: FileToSend,
  onPercent: (percent: number) => void,
): Promise<void> {
  const query = new URLSearchParams({ name: file.name, format, ...(assumeFormat !== null && { assumeFormat }) })
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest() // fetch does not tell how much has gone
    request.open('PUT', `/api/imports?${query}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => onPercent(total === 0 ? 0 : Math.floor((loaded / total) * 100))
    request.onload = () => {
      if (request.status === 201) resolve()
      else reject(new Error(request.responseText || importsTexts.start.lost))
    }
    request.onerror = () => reject(new Error(importsTexts.start.lost))
    request.send(file)
  })
}
