/** Graft's mark: a scion on a stock. */
export const Mark = ({ size = 22 }: { readonly size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden className="text-accent">
    <path d="M12 22v-7" stroke="currentColor" strokeWidth="3" strokeLinecap="round" opacity="0.45" />
    <path
      d="M12 15c0-4.5-2.2-7-6.5-8M12 15c0-5 2-9 6.5-11"
      stroke="currentColor"
      strokeWidth="2.5"
      strokeLinecap="round"
    />
    <circle cx="5" cy="6.8" r="2.2" fill="currentColor" />
    <circle cx="19" cy="3.8" r="2.2" fill="currentColor" />
    <path d="M8.6 13.2h6.8" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />
  </svg>
);
