export { toBanner, type BannerFacts } from './banner'
export { planDevelopment } from './plan'
