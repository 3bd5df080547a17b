import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { piecesOf, sourceOf } from '../../../src/learn/code.ts';
import { CodeBlock } from '../../../src/learn/frame/code-block.tsx';
import { LearnPage } from '../../../src/learn/frame/learn-page.tsx';
import { isPageName, pageNames } from '../../../src/learn/names.ts';
import { en } from '../../../src/learn/text/en.ts';

interface Props {
  readonly params: Promise<{ readonly name: string }>;
}

export const dynamicParams = false;
export const generateStaticParams = () => pageNames.map((name) => ({ name }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await params;
  return isPageName(name) ? { title: `${en.pages[name].name} · Graft`, description: en.pages[name].title } : {};
}

export default async function Page({ params }: Props) {
  const { name } = await params;
  if (!isPageName(name)) notFound();
  return <LearnPage name={name} code={<CodeBlock pieces={piecesOf(sourceOf(name))} />} />;
}
