/** What computes on the server, as it lies in its package: bundled, it would find neither its process for jobs nor its networks. */
export const studio = (): Promise<typeof import('@graftml/studio/node')> =>
  import(/* turbopackIgnore: true */ '@graftml/studio/node');
