// The application: starts the training, opens what it gave, and asks it about two points.
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { teachAndAsk } from './teach-and-ask';
import { trainAndAsk } from './train-and-ask';

function App() {
  const [said, say] = useState('');
  const start = () => {
    say('training');
    const device = new URLSearchParams(location.search).get('device') ?? 'wasm';
    const both = async () => ({ ...(await trainAndAsk(device)), taught: await teachAndAsk() });
    both().then(
      (told) => say(JSON.stringify(told)),
      (error) => say(`failed: ${error}`),
    );
  };
  return (
    <main>
      <button type="button" onClick={start}>
        Train
      </button>
      <output>{said}</output>
    </main>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
