import { Edit } from 'react-admin';
import { PersonForm } from './PersonForm.tsx';

export default function PersonEdit() {
  return (
    <Edit mutationMode="pessimistic" actions={false}>
      <PersonForm />
    </Edit>
  );
}
