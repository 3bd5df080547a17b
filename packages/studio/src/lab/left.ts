/** The name of the reason for which somebody only ceases to listen: what another computes goes on there. */
export const leftName = 'LeftError';
