import { Checkbox } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, call } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { queryClient } from '../api/query.ts';
import { RoutePending } from '../app/RouteStates.tsx';
import { CLIENT_ROLES, PROVIDER_ROLES } from '../identity/people/roles.ts';
import { type Role, useMay, useSession } from '../identity/session.ts';
import { ErrorState } from '../ui/ErrorState.tsx';
import layout from '../ui/Layout.module.css';
import { Panel } from '../ui/Panel.tsx';

/** Roles that must prove themselves twice; saved with every change. */
export function FactorPolicy({ clientId }: { clientId: string }) {
  const { t } = useTranslation();
  const { provider } = useSession();
  const may = useMay('settings.manage', clientId);
  const queryKey = keys.settings.one(clientId, 'factor');
  const params = { path: { clientId } };
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/clients/{clientId}/second-factor-policy', { params, signal })),
  });
  const save = useMutation({
    mutationFn: (roles: Role[]) =>
      call(api.PUT('/api/v1/clients/{clientId}/second-factor-policy', { params, body: { roles } })),
    onSuccess: (answer) => queryClient.setQueryData(queryKey, answer),
  });
  if (query.isPending) return <RoutePending />;
  if (query.isError) return <ErrorState error={query.error} retry={query.refetch} />;
  const offered: readonly Role[] = provider ? [...PROVIDER_ROLES, ...CLIENT_ROLES] : CLIENT_ROLES;
  return (
    <Panel title={t('settings.factor.title')}>
      <div className={layout.tight}>
        <p className={layout.muted}>{t('settings.factor.text')}</p>
        <Checkbox.Group
          aria-label={t('settings.factor.title')}
          value={query.data.roles}
          onChange={(roles) => save.mutate(roles as Role[])}
        >
          <div className={layout.tight}>
            {offered.map((role) => (
              <Checkbox key={role} value={role} label={t(`identity.role.${role}`)} disabled={!may} />
            ))}
          </div>
        </Checkbox.Group>
        {save.isError && <ErrorState error={save.error} />}
      </div>
    </Panel>
  );
}
