import { serverBundle } from '@uni-phone/server/rolldown'

export default serverBundle()
