import type { Metadata, Viewport } from 'next';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { hasServer } from '../src/state/server.ts';
import { Frame } from '../src/ui/frame.tsx';
import './globals.css';

export const metadata: Metadata = {
  title: 'Graft',
  description: 'Teach a network your own photos, in this browser. They stay here.',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function Layout({ children }: { readonly children: ReactNode }) {
  // A page that was made beforehand could not name the nonce of its scripts.
  if (hasServer) await connection();
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <Frame>{children}</Frame>
      </body>
    </html>
  );
}
