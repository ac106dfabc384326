// The sockets under the gRPC server, so that a lost answer can be what it is outside: a connection that is cut.
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { Server } from '@grpc/grpc-js'

type Injector = ReturnType<Server['createConnectionInjector']>

export class Connections {
  readonly #injector: Injector
  readonly #open = new Map<string, Socket>()
  readonly #listener = createServer((socket) => this.#accept(socket))

  constructor(injector: Injector) {
    this.#injector = injector
  }

  /** Listens on 127.0.0.1 (port 0: any free one); gives the address. */
  listen(port: number): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#listener.once('error', reject)
      this.#listener.listen(port, '127.0.0.1', () => {
        this.#listener.off('error', reject)
        resolve(`127.0.0.1:${(this.#listener.address() as AddressInfo).port}`)
      })
    })
  }

  /** Cuts the connection of this peer (`address:port`), and every call on it. */
  cut(peer: string): void {
    this.#open.get(peer)?.destroy()
  }

  close(): Promise<void> {
    this.#injector.destroy()
    for (const socket of this.#open.values()) socket.destroy()
    return new Promise((resolve) => this.#listener.close(() => resolve()))
  }

  #accept(socket: Socket): void {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`
    this.#open.set(peer, socket)
    socket.on('error', () => socket.destroy()) // a reset by the peer is its right
    socket.once('close', () => this.#open.delete(peer))
    this.#injector.injectConnection(socket)
  }
}
