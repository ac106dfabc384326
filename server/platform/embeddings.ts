// Embeddings over HTTP, as model servers give them: POST /embeddings of OpenAI's API (platform.openai.com/docs/api-reference/embeddings), which
// llama.cpp, Ollama, vLLM and Text Embeddings Inference speak too.
import { z } from 'zod'

export interface Embedder {
  /** Of which vectors are comparable: those of another model are not. */
  readonly model: string
  /** One vector for each text, in their order, all of one length. Throws when the server cannot say. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly (readonly number[])[]>
}

export interface EmbeddingsConfig {
  /** The address without `/embeddings`, such as `http://localhost:11434/v1`. */
  readonly url: string
  readonly model: string
  /** Null: the server asks for none. */
  readonly apiKey: string | null
}

const dimensionsMax = 4_096 // the largest models in use; more is somebody's mistake
const Answer = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()).min(2).max(dimensionsMax) })),
})

export function connectEmbeddings({ url, model, apiKey }: EmbeddingsConfig): Embedder {
  const endpoint = `${url.replace(/\/+$/, '')}/embeddings`
  const headers = { 'content-type': 'application/json', ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }) }
  return {
    model,
    async embed(texts, signal) {
      const body = JSON.stringify({ model, input: texts, encoding_format: 'float' })
      const response = await fetch(endpoint, { method: 'POST', headers, body, redirect: 'error', signal })
      if (!response.ok) throw new Error(`the embedding model answered ${response.status}`)
      const { data } = Answer.parse(await response.json())
      const vectors = data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding)
      const [first] = vectors
      const isWhole = vectors.length === texts.length && vectors.every((vector) => vector.length === first?.length)
      if (!isWhole) throw new Error('the embedding model gave other vectors than it was asked for')
      return vectors
    },
  }
}
