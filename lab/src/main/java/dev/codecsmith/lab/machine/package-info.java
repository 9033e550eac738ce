/** What kind of machine this is: its processor, and how fast it is beside others. */
@NullMarked
package dev.codecsmith.lab.machine;

import org.jspecify.annotations.NullMarked;
