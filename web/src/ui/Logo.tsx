// Logo.tsx: the mark of Roost.
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="8" fill="#3f4fc4" />
      <path
        d="M7 21h18M10 21c0-6 3-10.500 8.500-10.500L22 8l.5 4c1.500 1 2 2.500 2 4.200 0 2.700-2 4.800-5 4.800"
        fill="none"
        stroke="#fff"
        strokeWidth="2.200"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
