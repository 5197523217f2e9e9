export {
  type ArmedFault,
  createFaultList,
  type Fault,
  type FaultKind,
  type FaultList,
  type FaultOrder,
  kindOf,
} from './faults'
