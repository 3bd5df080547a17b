import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Frame } from '../src/ui/frame.tsx';
import './globals.css';

export const metadata: Metadata = {
  title: 'Graft',
  description: 'Teach a network your own photos, in this browser. They stay here.',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default function Layout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <Frame>{children}</Frame>
      </body>
    </html>
  );
}
