import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the desk's pages to dist/web: hashed files, no source maps, nothing inline (the server's policy forbids it). */
export default defineConfig({
  root: 'src/desk/web',
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../../dist/web',
    emptyOutDir: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    // Browsers that know light-dark() themselves.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  },
});
