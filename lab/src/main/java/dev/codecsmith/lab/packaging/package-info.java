/** An experiment's program as a folder that codes video where nothing of this project is. */
@NullMarked
package dev.codecsmith.lab.packaging;

import org.jspecify.annotations.NullMarked;
