import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = `http://127.0.0.1:${process.env.QUIRE_PORT ?? '3000'}`

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // The manifest is what budget.ts walks to weigh the first load.
  build: { outDir: 'dist', emptyOutDir: true, manifest: true },
  server: {
    host: '127.0.0.1',
    port: 5173,
    // changeOrigin stays off: the session cookie and the Origin check must see the address in the address bar.
    proxy: { '/trpc': server, '/api': server },
  },
})
