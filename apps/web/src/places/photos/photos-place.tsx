'use client';
import { useText } from '../../text/text.tsx';

export function PhotosPlace() {
  const { places } = useText();
  return (
    <main className="p-8">
      <h1 className="text-title font-semibold">{places.photos}</h1>
    </main>
  );
}
