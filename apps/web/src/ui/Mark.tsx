import classes from './Mark.module.css';

/** The sign of the product: an anchor. */
export function Mark({ size }: { size: number }) {
  return (
    <svg className={classes.mark} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" />
      <g>
        <circle cx="16" cy="8" r="2.75" />
        <path d="M16 10.75V25.5M11.5 14.75h9M6.5 17.5a9.5 8 0 0 0 19 0" />
      </g>
    </svg>
  );
}
