/**
 * The filter of system calls: what no codec needs is denied before the kernel looks at it. The
 * filter is a BPF program that we assemble and bubblewrap loads.
 */
@NullMarked
package dev.codecsmith.sandbox.seccomp;

import org.jspecify.annotations.NullMarked;
