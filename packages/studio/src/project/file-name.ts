/** A name as every file system takes it, and not hidden. What is made of a project is called so. */
export const asFileName = (name: string): string =>
  name.replace(/[/\\:*?"<>|\p{Cc}]/gu, '_').replace(/^[. ]+|[. ]+$/g, '') || 'unnamed';
