/** Whether the page came from Graft's own server, which has routes; a static site has none. */
export const hasServer = process.env.NEXT_PUBLIC_GRAFT_STATIC !== '1';
