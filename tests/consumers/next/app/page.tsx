'use client';
// The application: starts the training, opens what it gave, and asks it about two points.
import { useState } from 'react';

export default function Page() {
  const [said, say] = useState('');
  const start = async () => {
    say('training');
    try {
      const { trainAndAsk } = await import('../train-and-ask');
      const { teachAndAsk } = await import('../teach-and-ask');
      say(JSON.stringify({ ...(await trainAndAsk('wasm')), taught: await teachAndAsk() }));
    } catch (error) {
      say(`failed: ${error}`);
    }
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
