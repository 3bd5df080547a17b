'use client';
import { unsureOf } from '@graftml/studio';
/** Programs that use the model: to be copied, or saved beside it. */
import type { UsageFile } from '@graftml/vision';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useProject, useSession, useStudio } from '../../../state/studio.tsx';
import { useText } from '../../../text/text.tsx';
import { Button } from '../../../ui/button.tsx';
import { Segments } from '../../../ui/field.tsx';
import { Skeleton, Trouble } from '../../../ui/states.tsx';
import { saveFile } from '../save-file.ts';
import { CopyButton } from './copy-button.tsx';

const tabs = ['cli', 'node', 'browser', 'python'] as const;
type Tab = (typeof tabs)[number];

const fileOf: Readonly<Record<Exclude<Tab, 'cli'>, string>> = {
  node: 'predict.mjs',
  browser: 'predict.html',
  python: 'predict.py',
};

/** @param model what its file is called */
export function Snippets({ model }: { readonly model: string }) {
  const { take } = useText().use;
  const [tab, setTab] = useState<Tab>('cli');
  const { files, error, retry } = useUsage(model);
  const file = tab === 'cli' ? undefined : files?.find(({ name }) => name === fileOf[tab]);
  const text = tab === 'cli' ? cli(model) : file?.text;
  return (
    <section className="overflow-hidden rounded-card border border-line bg-surface shadow-rest">
      <header className="flex flex-wrap items-center justify-between gap-3 p-5 pb-4">
        <div className="min-w-0">
          <h2 className="font-semibold text-body">{take.code}</h2>
          <p className="text-small text-soft">{tab === 'cli' ? take.cliHint : take.codeHint(model)}</p>
        </div>
        <Segments
          label={take.tabs.label}
          value={tab}
          choices={tabs.map((value) => ({ value, label: take.tabs[value] }))}
          onChange={setTab}
        />
      </header>
      {error !== undefined && tab !== 'cli' ? (
        <div className="px-5 pb-5">
          <Trouble error={error} title={take.noCode} onRetry={retry} />
        </div>
      ) : (
        <>
          <div className="flex flex-wrap justify-end gap-2 border-line border-t bg-sunken px-3 pt-3">
            <CopyButton text={text ?? ''} />
            {file && (
              <Button
                size="small"
                onClick={() => saveFile({ name: file.name, blob: new Blob([file.text], { type: 'text/plain' }) })}
              >
                <Download size={15} aria-hidden />
                {take.save(file.name)}
              </Button>
            )}
          </div>
          {text === undefined ? (
            <Skeleton className="h-48 w-full rounded-none" />
          ) : (
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
              tabIndex={0}
              className="max-h-96 overflow-auto bg-sunken px-5 pt-2 pb-5 font-mono text-[0.8125rem] leading-5"
            >
              {text}
            </pre>
          )}
        </>
      )}
    </section>
  );
}

/** Quoted where a shell would take it for two words. */
const quoted = (name: string): string => (/^[\w.-]+$/.test(name) ? name : `"${name}"`);

const cli = (model: string): string => `./graft predict ${quoted(model)} photos/
./graft predict ${quoted(model)} photos/ --csv labels.csv
./graft explain ${quoted(model)} photos/
./graft evaluate ${quoted(model)} labelled-photos/
`;

function useUsage(model: string) {
  const session = useSession();
  const { lab } = useStudio();
  const trained = useProject((project) => project.trained?.at);
  const unsure = useProject((project) => unsureOf(project)?.threshold);
  const [found, setFound] = useState<{ readonly files?: readonly UsageFile[]; readonly error?: unknown }>({});
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another model or threshold makes other programs
  useEffect(() => {
    let left = false;
    lab.usage({ project: session.get().project, model }).then(
      (files) => left || setFound({ files }),
      (error: unknown) => left || setFound({ error }),
    );
    return () => {
      left = true;
    };
  }, [lab, session, model, trained, unsure, tries]);
  return { ...found, retry: () => setTries((before) => before + 1) };
}
