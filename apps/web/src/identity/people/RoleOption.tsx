import { useTranslation } from 'react-i18next';
import layout from '../../ui/Layout.module.css';
import type { Role } from '../session.ts';

/** A role in a list to choose from, with what it may do. */
export function RoleOption({ role }: { role: Role }) {
  const { t } = useTranslation();
  return (
    <div>
      <div>{t(`identity.role.${role}`)}</div>
      <div className={layout.small}>{t(`identity.roleHelp.${role}`)}</div>
    </div>
  );
}
