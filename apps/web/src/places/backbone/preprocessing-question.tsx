'use client';
/** How pictures become the input of a network whose file does not say it: a person may know, or trust the guess. */
import { type UsualPreprocessing, usualNames } from '@graftml/vision';
import { useState } from 'react';
import { useText } from '../../text/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { type Question, useKeepNetwork } from './use-keep-network.ts';

export function PreprocessingQuestion() {
  const { question, answer } = useKeepNetwork();
  return question ? <Asked key={question.file.path} question={question} onAnswer={answer} /> : null;
}

interface AskedProps {
  readonly question: Question;
  readonly onAnswer: (preprocessing: UsualPreprocessing | undefined) => void;
}

function Asked({ question, onAnswer }: AskedProps) {
  const { app, backbone: text } = useText();
  const { file, size, guess } = question;
  const [chosen, choose] = useState<UsualPreprocessing>(guess ?? 'imagenet');
  return (
    <Dialog
      open
      onClose={() => onAnswer(undefined)}
      title={text.question}
      hint={text.questionHint(file.path, `${size.width} × ${size.height}`)}
      actions={
        <>
          <Button onClick={() => onAnswer(undefined)}>{app.cancel}</Button>
          <Button kind="primary" onClick={() => onAnswer(chosen)}>
            {text.useSo}
          </Button>
        </>
      }
    >
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 text-faint text-small">{text.questionTerm}</legend>
        {usualNames.map((name) => (
          <label
            key={name}
            className="flex items-center gap-3 rounded-small border border-line px-3 py-2.5 text-small hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type="radio"
              name="preprocessing"
              className="accent-accent"
              checked={name === chosen}
              onChange={() => choose(name)}
            />
            <span className="flex-1">{text.preprocessings[name]}</span>
            {name === guess && (
              <span className="rounded-full bg-accent px-2 py-0.5 font-medium text-on-accent">{text.guess}</span>
            )}
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}
