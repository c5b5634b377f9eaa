import { useStaff } from '../identity/people/queries.ts';
import { useMay, useSession } from '../identity/session.ts';

/** Who a ticket can be given to: staff who serve the client, and always oneself. */
export function useAssignees(clientId: string): { id: string; name: string }[] {
  const { person } = useSession();
  const staff = useStaff(clientId, useMay('people.read', clientId)).data?.items ?? [];
  const others = staff.filter((each) => each.personId !== person.id && each.role !== 'auditor');
  return [
    { id: person.id, name: person.name },
    ...others.map(({ personId, name }) => ({ id: personId, name })),
  ];
}
