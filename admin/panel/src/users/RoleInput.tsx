import { Typography } from '@mui/material';
import { RadioButtonGroupInput, required, useRecordContext, useTranslate } from 'react-admin';
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
      sx={{ '& .MuiFormControlLabel-root': { alignItems: 'flex-start', mt: 0.5 } }}
      validate={required()}
    />
  );
}

function RoleWithMeaning() {
  const translate = useTranslate();
  const record = useRecordContext<{ id: string }>(); // the choice
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
