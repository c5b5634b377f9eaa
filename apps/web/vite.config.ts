import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Replaced by the server in every delivery of index.html; the content security policy names the same value. */
const NONCE_PLACEHOLDER = '__CSP_NONCE__';

export default defineConfig({
  // `vite build apps/web` is called from the root of the repository.
  root: import.meta.dirname,
  plugins: [react()],
  html: { cspNonce: NONCE_PLACEHOLDER },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // The policy allows files of this origin only, so nothing may become a data: address.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        // Groups append all their users to their name.
        chunkFileNames: (chunk) => `assets/${chunk.name.split('~')[0]}-[hash].js`,
        codeSplitting: {
          // Without groups every shared module becomes a file of its own, and a page asks for a hundred of them.
          groups: [
            { name: 'entry', tags: ['$initial'], priority: 2 },
            { name: 'common', minShareCount: 8, priority: 1 },
            { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 8_000 },
          ],
        },
      },
    },
  },
  server: {
    proxy: { '/api': 'http://127.0.0.1:8484' },
  },
});
