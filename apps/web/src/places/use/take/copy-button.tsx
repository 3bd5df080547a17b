'use client';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '../../../text/text.tsx';
import { Button } from '../../../ui/button.tsx';

export function CopyButton({ text }: { readonly text: string }) {
  const { take } = useText().use;
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      size="small"
      disabled={text === ''}
      onClick={() =>
        navigator.clipboard?.writeText(text).then(
          () => setCopied(true),
          // Without leave to do so, or by plain http, the text can be marked and copied by hand.
          () => {},
        )
      }
    >
      {copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
      <span aria-live="polite">{copied ? take.copied : take.copy}</span>
    </Button>
  );
}
