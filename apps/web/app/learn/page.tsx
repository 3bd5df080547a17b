import type { Metadata } from 'next';
import { LearnIndex } from '../../src/learn/frame/learn-index.tsx';

export const metadata: Metadata = { title: 'Learn · Graft' };

export default function Page() {
  return <LearnIndex />;
}
