import classes from './Kbd.module.css';

/** Keys to press one after the other: `g t`; with `+` together: `Ctrl+K`. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={classes.keys}>
      {keys.split(' ').map((key) => (
        <kbd key={key} className={classes.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
