import '@fontsource-variable/golos-text/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApp } from './app/App.tsx';

const root = document.getElementById('root');
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
if (root !== null) createRoot(root).render(<StrictMode>{createApp(nonce)}</StrictMode>);
