'use client';
import { useText } from '../../text/text.tsx';

export function UsePlace() {
  const { places } = useText();
  return (
    <main className="p-8">
      <h1 className="text-title font-semibold">{places.use}</h1>
    </main>
  );
}
