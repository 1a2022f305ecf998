import { Create } from 'react-admin';
import { FilmForm } from './FilmForm.tsx';

export default function FilmCreate() {
  return (
    <Create redirect="edit" record={{ type: 'movie' }}>
      <FilmForm />
    </Create>
  );
}
