'use client';
import { useText } from '../../text/text.tsx';

export function AugmentPlace() {
  const { places } = useText();
  return (
    <main className="p-8">
      <h1 className="text-title font-semibold">{places.augment}</h1>
    </main>
  );
}
