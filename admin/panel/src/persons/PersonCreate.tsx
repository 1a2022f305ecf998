import { Create } from 'react-admin';
import { PersonForm } from './PersonForm.tsx';

export default function PersonCreate() {
  return (
    <Create redirect="edit">
      <PersonForm />
    </Create>
  );
}
