export { runMiniprogramCi } from './miniprogram-ci'
export { planUpload } from './plan'
