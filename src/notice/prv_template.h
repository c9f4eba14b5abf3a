
/*
 * Templates of the notice and the pages.
 *
 *     $name, ${name}          a value, escaped for the place it stands in
 *     $$                      a dollar sign
 *     {{text KEY}}            a text in the visitor's language, escaped
 *     {{if NAME}} … {{else}} … {{end}}     also {{if not NAME}}
 *     {{each NAME}} … {{end}}
 *
 * A template is compiled once, when the configuration is read.  The compiler
 * follows the markup (WHATWG HTML, section 13.2.5) and decides then how each
 * value is escaped; where no escaping is safe, it is an error.
 */


#ifndef _PRV_TEMPLATE_H_INCLUDED_
#define _PRV_TEMPLATE_H_INCLUDED_


#include "base/prv_buf.h"
#include "catalog/prv_catalog.h"


/* what may be asked for by name; an array of these ends with an empty name */

typedef enum {
    PRV_NAME_VALUE = 0,
    PRV_NAME_LIST
} prv_name_e;

typedef struct {
    prv_str_t       name;
    prv_name_e      type;
    unsigned        style:1;    /* declarations, for a style attribute */
} prv_name_t;


/*
 * What a template is compiled for.  text() gives the index of a language
 * text; variable() gives that of a variable which is none of names, and may
 * be NULL where there are none.  Both answer -1 for what they do not know.
 */

typedef struct {
    const prv_name_t  *names;
    int              (*text)(void *data, const prv_str_t *key);
    int              (*variable)(void *data, const prv_str_t *name);
    void              *data;
    unsigned           compact:1;   /* indentation is left out */
} prv_template_conf_t;


typedef struct {
    prv_vec_t          ops;
    unsigned           literals;    /* bytes of literal text */
    uint32_t           hash;        /* of its text */
    unsigned           variables;   /* places where one is asked for */
} prv_template_t;


/*
 * What it is rendered with.  value(), text() and variable() write plain
 * text; test() answers 1 or 0; next() makes the i-th element of a list
 * current and answers 1, or 0 behind the last.  With ascii set no byte above
 * 0x7f is written, whatever the template and the values hold, so that the
 * result can stand in a document of any ASCII-compatible encoding.  hole(),
 * which may be NULL, answers 1 for a value that is left out, to be written
 * later at that offset of the buffer, escaped as "how" (prv_escape_e) says.
 */

typedef struct {
    void             (*value)(void *data, unsigned name, prv_buf_t *b);
    int              (*test)(void *data, unsigned name);
    int              (*next)(void *data, unsigned name, unsigned i);
    void             (*text)(void *data, unsigned text, prv_buf_t *b);
    int              (*variable)(void *data, unsigned index, prv_str_t *s);
    void              *data;
    unsigned           ascii:1;
    int              (*hole)(void *data, unsigned name, int how, size_t at);
} prv_template_env_t;


/*
 * prv_template_compile(): the text must outlive the template.  PRV_OK, or
 * PRV_ERROR with *err filled, line and all.
 */

int prv_template_compile(prv_template_t *tpl, const prv_str_t *text,
    const prv_template_conf_t *conf, prv_mem_t *mem, prv_error_t *err);

/* prv_template_render(): adds to b; a failure shows in prv_buf_done() */

void prv_template_render(const prv_template_t *tpl,
    const prv_template_env_t *env, prv_buf_t *b);


#endif /* _PRV_TEMPLATE_H_INCLUDED_ */
