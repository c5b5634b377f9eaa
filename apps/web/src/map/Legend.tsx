import { useTranslation } from 'react-i18next';
import { StateIcon } from '../ui/StateBadge.tsx';
import classes from './Map.module.css';
import { Shapes } from './ShapeView.tsx';
import { legendShapes } from './shapes.ts';

/** What the lines and marks mean. */
export function Legend() {
  const { t } = useTranslation();
  return (
    <ul className={classes.legend} aria-label={t('map.drawn.legend.title')}>
      {(['ok', 'warning', 'critical', 'unknown', 'paused'] as const).map((state) => (
        <li key={state}>
          <StateIcon state={state} size={14} />
          {t(`ui.state.${state}`)}
        </li>
      ))}
      {legendShapes().map(({ id, shapes }) => (
        <li key={id}>
          <svg width={40} height={20} viewBox="0 0 40 20" aria-hidden="true">
            <Shapes shapes={shapes} />
          </svg>
          {t(`map.drawn.legend.${id}`)}
        </li>
      ))}
    </ul>
  );
}
