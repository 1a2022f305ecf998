import { Typography } from '@mui/material';
import { RadioButtonGroupInput, required, useTranslate } from 'react-admin';
import { roleChoices } from './roles.ts';

/** Which role, with what each may do. */
export function RoleInput() {
  return (
    <RadioButtonGroupInput
      source="role"
      label="resources.users.fields.role"
      choices={roleChoices}
      optionText={<RoleWithMeaning />}
      row={false}
      validate={required()}
    />
  );
}

function RoleWithMeaning({ record }: { record?: { id: string } }) {
  const translate = useTranslate();
  if (record === undefined) return null;
  return (
    <>
      {translate(`roles.${record.id}.name`)}
      <Typography component="span" variant="caption" sx={{ display: 'block', color: 'text.secondary' }}>
        {translate(`roles.${record.id}.may`)}
      </Typography>
    </>
  );
}
