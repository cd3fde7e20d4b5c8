/** The used part of libsvm-js 0.2.1, LIBSVM 3.22 compiled to asm.js, which has no types. */
declare module "libsvm-js/asm.js" {
  interface Options {
    readonly type: number;
    readonly kernel: number;
    readonly degree?: number;
    readonly gamma?: number;
    readonly coef0?: number;
    readonly cost?: number;
    readonly tolerance?: number;
    readonly quiet?: boolean;
  }
  export default class SVM {
    static readonly SVM_TYPES: { readonly C_SVC: number };
    static readonly KERNEL_TYPES: { readonly LINEAR: number; readonly POLYNOMIAL: number };
    constructor(options: Options);
    train(samples: readonly (readonly number[])[], labels: readonly number[]): void;
    predictOne(sample: readonly number[]): number;
    /** Its memory is not garbage-collected. */
    free(): void;
  }
}
