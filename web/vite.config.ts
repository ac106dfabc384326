import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = `http://127.0.0.1:${process.env.QUIRE_PORT ?? '3000'}`
// The server takes requests from its own pages alone; here the pages come from this server, which speaks for them.
const proxied = { target: server, headers: { origin: server } }

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // The manifest is what budget.ts walks to weigh the first load.
  build: { outDir: 'dist', emptyOutDir: true, manifest: true },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/trpc': proxied, '/api': proxied } },
})
