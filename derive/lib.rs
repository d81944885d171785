//! `#[derive(Schema)]`: a struct of typed fields becomes the schema of a resource type, of a data source, or of a
//! block inside one, and the two conversions between that struct and an object value.
//!
//! ```ignore
//! #[derive(Default, Clone, Schema)]
//! #[schema(name = "aws_subnet", version = 1)]
//! struct Subnet {
//!     id: Computed<String>,
//!     /// The VPC that holds the subnet.
//!     #[attr(force_new)]
//!     vpc_id: Required<String>,
//!     #[attr(timeouts("create", "delete"))]
//!     timeouts: Timeouts,
//! }
//! ```
//!
//! The name of a field's type says who sets the attribute; the flags of `#[attr(…)]` are the fields of
//! `schema::Attribute`, where they are described.

use proc_macro::TokenStream;
use quote::quote;
use syn::{
    Attribute, Data, DeriveInput, Expr, Field, Fields, Ident, Lit, LitStr, Meta, Token, Type,
    parse_macro_input, punctuated::Punctuated, spanned::Spanned,
};

/// See the crate's documentation.
#[proc_macro_derive(Schema, attributes(schema, attr))]
pub fn derive_schema(input: TokenStream) -> TokenStream {
    expand(parse_macro_input!(input)).unwrap_or_else(|error| error.to_compile_error()).into()
}

fn expand(input: DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    let name = &input.ident;
    let Data::Struct(data) = &input.data else {
        return Err(syn::Error::new(input.span(), "only a struct can be a schema"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(syn::Error::new(input.span(), "the fields of a schema need names"));
    };

    let attributes = fields.named.iter().map(attribute).collect::<syn::Result<Vec<_>>>()?;
    let idents: Vec<_> = fields.named.iter().filter_map(|f| f.ident.as_ref()).collect();
    let names = fields.named.iter().map(name_of).collect::<syn::Result<Vec<_>>>()?;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    let role = match options(&input.attrs)? {
        Some((type_name, version)) => {
            let doc = doc(&input.attrs);
            let id = idents.iter().any(|ident| *ident == "id").then(|| {
                quote! {
                    fn id(&self) -> &str {
                        self.id.as_deref().unwrap_or_default()
                    }
                }
            });
            quote! {
                impl #impl_generics crate::schema::Schema for #name #type_generics #where_clause {
                    const NAME: &'static str = #type_name;
                    const VERSION: u64 = #version;
                    const DOC: &'static str = #doc;
                    #id
                }
            }
        }
        None => quote! {
            impl #impl_generics crate::schema::Field for #name #type_generics #where_clause {
                const SHAPE: crate::schema::Shape =
                    crate::schema::Shape::Object(|| <Self as crate::schema::Attributes>::ATTRIBUTES);

                fn decode(value: &crate::lang::value::Value) -> Option<Self> {
                    crate::schema::Attributes::decode(value.as_mapping()?).ok()
                }

                fn encode(self) -> crate::lang::value::Value {
                    crate::lang::value::Value::object(crate::schema::Attributes::encode(self))
                }
            }
        },
    };

    Ok(quote! {
        impl #impl_generics crate::schema::Attributes for #name #type_generics #where_clause {
            const ATTRIBUTES: &'static [crate::schema::Attribute] = &[#(#attributes),*];

            fn decode(object: &crate::lang::value::Object) -> Result<Self, crate::schema::WrongType> {
                Ok(Self { #(#idents: crate::schema::decode(object, #names)?),* })
            }

            fn encode(self) -> crate::lang::value::Object {
                crate::lang::value::Object::from([#((#names.into(), crate::schema::Field::encode(self.#idents))),*])
            }
        }

        #role
    })
}

/// The attribute's name: what `#[attr(name = "…")]` says (for `self`, which no field can be called), else the
/// field's, without the `r#` of a keyword.
fn name_of(field: &Field) -> syn::Result<String> {
    let mut name = field.ident.as_ref().map(|ident| ident.to_string().trim_start_matches("r#").to_owned());
    for attr in field.attrs.iter().filter(|a| a.path().is_ident("attr")) {
        for meta in attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)? {
            if let Meta::NameValue(pair) = meta
                && pair.path.is_ident("name")
                && let Expr::Lit(lit) = &pair.value
                && let Lit::Str(text) = &lit.lit
            {
                name = Some(text.value());
            }
        }
    }
    name.ok_or_else(|| syn::Error::new(field.span(), "the fields of a schema need names"))
}

/// The name and version of a resource type or data source; `None` for a nested block.
fn options(attrs: &[Attribute]) -> syn::Result<Option<(Expr, Expr)>> {
    let Some(attr) = attrs.iter().find(|attr| attr.path().is_ident("schema")) else { return Ok(None) };
    let (mut name, mut version) = (None, syn::parse_quote!(0));
    attr.parse_nested_meta(|meta| {
        match () {
            () if meta.path.is_ident("name") => name = Some(meta.value()?.parse()?),
            () if meta.path.is_ident("version") => version = meta.value()?.parse()?,
            () => return Err(meta.error("expected `name` or `version`")),
        }
        Ok(())
    })?;
    name.map(|name| (name, version))
        .ok_or_else(|| syn::Error::new(attr.span(), "a schema needs a `name`"))
        .map(Some)
}

/// The `Attribute { .. }` literal of one field.
fn attribute(field: &Field) -> syn::Result<proc_macro2::TokenStream> {
    let name = name_of(field)?;
    let doc = doc(&field.attrs);
    let ty = &field.ty;
    let setter = setter(ty)?;
    let mut shape = quote!(<#ty as crate::schema::Field>::SHAPE);
    let mut flags = Vec::new();
    for attr in field.attrs.iter().filter(|a| a.path().is_ident("attr")) {
        attr.parse_nested_meta(|meta| {
            let flag = meta.path.require_ident()?.clone();
            flags.push(match flag.to_string().as_str() {
                "force_new" | "sensitive" | "write_only" | "block" => quote!(#flag: true),
                "conflicts" | "one_of" | "exactly_one_of" | "required_with" => {
                    let value: Expr = meta.value()?.parse()?;
                    quote!(#flag: &#value)
                }
                "range" | "length" | "deprecated" | "equal" | "normalize" | "kept" => {
                    let value: Expr = meta.value()?.parse()?;
                    quote!(#flag: Some(#value))
                }
                "min_items" | "max_items" => {
                    let value: Expr = meta.value()?.parse()?;
                    quote!(#flag: #value)
                }
                "default" => {
                    let value: Expr = meta.value()?.parse()?;
                    quote!(default: Some(|| crate::schema::Field::encode(<#ty as crate::schema::Fallback<_>>::from_literal(#value))))
                }
                "timeouts" => {
                    let content;
                    syn::parenthesized!(content in meta.input);
                    let operations = Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?;
                    let operations = operations.iter();
                    shape = quote!(crate::schema::Shape::Object(|| {
                        const TIMEOUTS: &[crate::schema::Attribute] = &[#(crate::schema::timeout(#operations)),*];
                        TIMEOUTS
                    }));
                    quote!(block: true)
                }
                "name" => {
                    let _: Expr = meta.value()?.parse()?;
                    return Ok(());
                }
                _ => return Err(meta.error("unknown flag of an attribute")),
            });
            Ok(())
        })?;
    }
    Ok(quote! {
        crate::schema::Attribute {
            name: #name,
            doc: #doc,
            shape: #shape,
            setter: crate::schema::Setter::#setter,
            #(#flags,)*
            ..crate::schema::Attribute::NEW
        }
    })
}

/// Who sets the attribute: the name of the field's type says it.
fn setter(ty: &Type) -> syn::Result<Ident> {
    if let Type::Path(path) = ty
        && let Some(last) = path.path.segments.last()
    {
        if ["Required", "Optional", "Computed", "Defaulted"].iter().any(|name| last.ident == name) {
            return Ok(last.ident.clone());
        }
        if last.ident == "Timeouts" {
            return Ok(Ident::new("Optional", ty.span()));
        }
    }
    Err(syn::Error::new(ty.span(), "say who sets it: Required<T>, Optional<T>, Computed<T> or Defaulted<T>"))
}

/// The text of the doc comments among `attrs`, one line each.
fn doc(attrs: &[Attribute]) -> String {
    let lines = attrs.iter().filter_map(|attr| match &attr.meta {
        Meta::NameValue(meta) if meta.path.is_ident("doc") => match &meta.value {
            Expr::Lit(lit) => match &lit.lit {
                Lit::Str(text) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    lines.collect::<Vec<_>>().join("\n")
}
