'use client';
import { useEffect, useState } from 'react';

/**
 * An address of a blob, for as long as it is shown.
 * @param follows the one before stays until the next is there: pictures of a camera
 */
export function useBlobUrl(blob: Blob | undefined, follows = false): string | undefined {
  const [made, setMade] = useState<{ readonly blob: Blob; readonly url: string }>();
  useEffect(() => {
    if (!blob) return;
    const url = URL.createObjectURL(blob);
    setMade({ blob, url });
    return () => URL.revokeObjectURL(url);
  }, [blob]);
  return made && blob && (follows || made.blob === blob) ? made.url : undefined;
}
