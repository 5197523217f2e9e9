export { toBanner } from './banner'
export { planDevelopment } from './plan'
