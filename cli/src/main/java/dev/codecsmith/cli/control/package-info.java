/** What a person does to campaigns and experiments that are stored, by a command or by the page. */
@NullMarked
package dev.codecsmith.cli.control;

import org.jspecify.annotations.NullMarked;
