/** What a program is held against before it is measured in full, and how sure that has to be. */
@NullMarked
package dev.codecsmith.lab.race;

import org.jspecify.annotations.NullMarked;
