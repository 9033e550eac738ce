/** Where a program's time goes; what it costs is measured elsewhere, without any of this. */
@NullMarked
package dev.codecsmith.lab.profile;

import org.jspecify.annotations.NullMarked;
