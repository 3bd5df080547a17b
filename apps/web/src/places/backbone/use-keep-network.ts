'use client';
/** Takes a network that was dropped or is fetched, asks what its file does not say, and builds on it. */
import type { BackboneChoice, DroppedFile, KeepRequest } from '@graftml/studio';
import type { KnownModel, UsualPreprocessing } from '@graftml/vision';
import { useKept } from '../../state/kept.tsx';
import { useSession, useStudio } from '../../state/studio.tsx';
import { useTasks } from '../../state/use-tasks.tsx';
import type { Texts } from '../../text/en.ts';
import { useText } from '../../text/text.tsx';
import { useToast } from '../../ui/toast.tsx';

export const networkTask = 'network';

export interface Question {
  readonly file: DroppedFile;
  readonly size: { readonly width: number; readonly height: number };
  readonly guess?: UsualPreprocessing;
}

export function useKeepNetwork() {
  const { lab } = useStudio();
  const session = useSession();
  const tasks = useTasks();
  const toast = useToast();
  const { backbone: text } = useText();
  const [question, setQuestion] = useKept<Question | undefined>('network-question', undefined);
  const [kept, setKept] = useKept<number>('networks-kept', 0);

  const choose = (backbone: BackboneChoice) =>
    session.apply({ type: 'settings', settings: { backbone, at: undefined } });

  const keep = async (
    source: KeepRequest['source'],
    label: (text: Texts) => string,
    preprocessing?: UsualPreprocessing,
  ): Promise<void> => {
    const { project } = session.get();
    const request = { project, source, ...(preprocessing && { preprocessing }) };
    const retry = () => void keep(source, label, preprocessing);
    const result = await tasks.run({ key: networkTask, label, retry }, (hooks) => lab.keepNetwork(request, hooks));
    if (!result) return;
    setKept((n) => n + 1);
    if (result.kind === 'kept') choose(result.backbone);
    else if (source.kind === 'file') {
      const { size, guess } = result;
      setQuestion(() => ({ file: source.file, size, ...(guess && { guess }) }));
    }
  };

  return {
    choose,
    /** Grows whenever one was kept. */
    kept,
    fetchKnown: ({ name }: KnownModel, address: string) =>
      keep({ kind: 'known', name, address }, (text) => text.backbone.fetching(name)),
    take(file: File, preprocessing?: UsualPreprocessing) {
      if (!file.name.toLowerCase().endsWith('.onnx')) return toast({ kind: 'wrong', text: text.notOnnx(file.name) });
      const dropped = { path: file.name, blob: file };
      void keep({ kind: 'file', file: dropped }, (text) => text.backbone.reading(file.name), preprocessing);
    },
    question,
    answer(preprocessing: UsualPreprocessing | undefined) {
      setQuestion(() => undefined);
      if (!preprocessing || !question) return;
      const { file } = question;
      void keep({ kind: 'file', file }, (text) => text.backbone.reading(file.path), preprocessing);
    },
  };
}
