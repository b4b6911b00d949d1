import { z } from 'zod'
import { mapped } from '@/app/http/answers/import'
import { route } from '@/app/http/handle'
import { mapFile } from '@/app/http/imports/map-file'
import { byId } from '@/app/http/inputs'
import { mappingSchema } from '@/payroll-files/mapping-schema'

/** `again`: the file is to be looked at anew, as another sheet, encoding, delimiter or header row makes other columns of it. */
const body = z.object({ mapping: mappingSchema, again: z.boolean().default(false) })

export const PUT = route(
  { permission: 'runs:prepare', params: byId, body, versioned: true, response: mapped, errors: ['wrong-state', 'rows', 'file-gone'] },
  mapFile,
)
