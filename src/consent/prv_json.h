
/*
 * JSON (RFC 8259) in a cookie: short, hostile, read in place.  jsmn finds the
 * tokens, in memory that the caller hands in; what it lets pass and the
 * standard does not is refused here.
 */


#ifndef _PRV_JSON_H_INCLUDED_
#define _PRV_JSON_H_INCLUDED_


#include "base/prv_base.h"


#define PRV_JSON_NODES  512
#define PRV_JSON_DEPTH  8


typedef enum {
    PRV_JSON_NONE = 0,
    PRV_JSON_OBJECT,
    PRV_JSON_ARRAY,
    PRV_JSON_STRING,
    PRV_JSON_NUMBER,
    PRV_JSON_TRUE,
    PRV_JSON_FALSE,
    PRV_JSON_NULL
} prv_json_e;


/* the node of index 0 is the root; a member's value is behind its name */

typedef struct {
    unsigned char    type;          /* prv_json_e */
    uint16_t         size;          /* members or elements */
    uint16_t         next;          /* sibling, 0 at the end */
    uint16_t         mark;          /* of a string: equal ones have the same */
    uint32_t         start;         /* of a string: without its quotes, */
    uint32_t         len;           /* its escapes resolved */
} prv_json_node_t;


typedef struct {
    unsigned char   *text;
    size_t           n;             /* 0: none was read */
    prv_json_node_t  nodes[PRV_JSON_NODES];
} prv_json_t;


/*
 * prv_json_parse(): the text is changed (escapes are resolved) and must
 * outlive *json.  PRV_OK, or PRV_ERROR for what is not JSON, is a number or
 * a word alone, or is larger or deeper than a consent cookie has reason to be.
 */

int prv_json_parse(prv_json_t *json, unsigned char *text, size_t len);

/*
 * prv_json_get(): the value of an object's member, the last of that name;
 * 0 where there is none or the node is no object.
 */

size_t prv_json_get(const prv_json_t *json, size_t node, const char *name);

/* prv_json_first(): a container's first name or element, 0 where none */

size_t prv_json_first(const prv_json_t *json, size_t node);

/*
 * prv_json_member(): the name of an object's member behind the member i, of
 * the first where i is 0; a member whose name comes again later is none, as
 * in JavaScript.  0 at the end, and of what is no object.
 */

size_t prv_json_member(const prv_json_t *json, size_t object, size_t i);

/* prv_json_str(): a string's text or a number's digits */

prv_str_t prv_json_str(const prv_json_t *json, size_t node);

/* prv_json_is(): 1 where the node is a string of that text */

int prv_json_is(const prv_json_t *json, size_t node, const char *text);

#define prv_json_next(json, node)  ((json)->nodes[node].next)
#define prv_json_type(json, node)                                            \
    ((node) < (json)->n ? (json)->nodes[node].type : PRV_JSON_NONE)


#endif /* _PRV_JSON_H_INCLUDED_ */
