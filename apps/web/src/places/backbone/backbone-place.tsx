'use client';
import { useText } from '../../text/text.tsx';

export function BackbonePlace() {
  const { places } = useText();
  return (
    <main className="p-8">
      <h1 className="text-title font-semibold">{places.backbone}</h1>
    </main>
  );
}
