(* Certificates of layers of linear self-attention (arXiv 2212.07677). An instance
   [Layers nx ny N K eta gamma X Y W q] has N examples (the columns of X and of Y), a start map W
   (ny x nx) and one query q; eta and gamma are the rates of every layer. Values (i, j, v): the entry
   i of token j, the query the last, inputs above targets. *)
From mathcomp Require Import ssralg ssrnum ssrint zmodp matrix poly.
From Lemmascope Require Import field_tactic.
From Lemmascope Require Export tables.
From Lemmascope Require Import least_squares.
From Lemmascope.icl Require Export gradient_descent.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Inductive layers_instance :=
  Layers of nat & nat & nat & nat & Q & Q & table & table & table & table.
(* context and query (q, - W q) after K layers of the construction of gradient descent *)
Definition certifies_gradient_layers (x : layers_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Layers nx ny N K eta gamma X Y W q := x in
  certified (fun R : realFieldType =>
    let W0 := mxof R ny nx W in let x0 := mxof R nx 1 q in
    let s := stack (fun=> Q2R R eta) W0 K (col_mx (mxof R nx N X) (mxof R ny N Y),
                                           col_mx x0 (- (W0 *m x0))) in
    row_mx s.1 s.2 : 'M_(nx + ny, N + 1)).
(* the map after K steps of gradient descent *)
Definition certifies_descended_map (x : layers_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Layers nx ny N K eta gamma X Y W q := x in
  certified (fun R : realFieldType =>
    gd (mxof R nx N X) (mxof R ny N Y) (fun=> Q2R R eta) K (mxof R ny nx W)).
(* context and query after one layer of GD++ *)
Definition certifies_plus_plus_layer (x : layers_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Layers nx ny N K eta gamma X Y W q := x in
  certified (fun R : realFieldType =>
    let W0 := mxof R ny nx W in let x0 := mxof R nx 1 q in
    let E := col_mx (mxof R nx N X) (mxof R ny N Y) in
    let step n (Z : 'M_(nx + ny, n)) := layerpp (Q2R R gamma) (Q2R R eta / N%:R) W0 E Z in
    row_mx (step N E) (step 1%N (col_mx x0 (- (W0 *m x0)))) : 'M_(nx + ny, N + 1)).
(* one head with matrices of any kind: [Head d N P V K Q E], the last column of E the query *)
Inductive head_instance := Head of nat & nat & table & table & table & table & table & table.
Definition certifies_attended (x : head_instance) : Q -> seq (nat * nat * Q) -> Prop :=
  let: Head d N P V K Q E Z := x in
  certified (fun R : realFieldType => lsa (mxof R d d P) (mxof R d d V) (mxof R d d K)
    (mxof R d d Q) (mxof R d N E) (mxof R d (N + 1) Z)).

(* the evaluators *)
Fixpoint gdT nx ny N (eta : Q) (X Y : table) k (W : table) : table :=
  if k is k'.+1 then
    let V := gdT nx ny N eta X Y k' W in
    tsub ny nx V (tscale ny nx (qmul eta (Qinv (qnat N)))
      (tmul ny N nx (tsub ny N (tmul ny nx N V X) Y) (ttr nx N X)))
  else W.
Definition descended_mapT (x : layers_instance) : table :=
  let: Layers nx ny N K eta gamma X Y W q := x in gdT nx ny N eta X Y K W.
Definition gradient_layersT (x : layers_instance) : table :=
  let: Layers nx ny N K eta gamma X Y W q := x in
  let D := tsub ny nx (gdT nx ny N eta X Y K W) W in
  trow (nx + ny) N 1 (tcol nx ny N X (tsub ny N Y (tmul ny nx N D X)))
    (tcol nx ny 1 q (tsub ny 1 (tsub ny 1 (tzero ny 1) (tmul ny nx 1 W q)) (tmul ny nx 1 D q))).
Definition plus_plus_layerT (x : layers_instance) : table :=
  let: Layers nx ny N K eta gamma X Y W q := x in
  let C := tmul nx N nx X (ttr nx N X) in
  let G := tmul ny N nx (tsub ny N (tmul ny nx N W X) Y) (ttr nx N X) in
  let r := qmul eta (Qinv (qnat N)) in
  let step n X' Y' := tcol nx ny n (tsub nx n X' (tscale nx n gamma (tmul nx nx n C X')))
    (tadd ny n Y' (tscale ny n r (tmul ny nx n G X'))) in
  trow (nx + ny) N 1 (step N X Y) (step 1%N q (tsub ny 1 (tzero ny 1) (tmul ny nx 1 W q))).
Definition attendedT (x : head_instance) : table :=
  let: Head d N P V K Q E Z := x in
  tadd d (N + 1) Z (tmul d d (N + 1)
    (tmul d d d (tmul d d d (tmul d d d P V) (tmul d N d E (ttr d N E)))
                (tmul d d d (ttr d d K) Q)) Z).

Definition layers_rows (x : layers_instance) :=
  let: Layers nx ny N K eta gamma X Y W q := x in (nx + ny)%N.
Definition layers_columns (x : layers_instance) :=
  let: Layers nx ny N K eta gamma X Y W q := x in (N + 1)%N.
Definition map_rows (x : layers_instance) :=
  let: Layers nx ny N K eta gamma X Y W q := x in ny.
Definition map_columns (x : layers_instance) :=
  let: Layers nx ny N K eta gamma X Y W q := x in nx.
Definition head_rows (x : head_instance) := let: Head d N P V K Q E Z := x in d.
Definition head_columns (x : head_instance) := let: Head d N P V K Q E Z := x in (N + 1)%N.
Definition check_gradient_layers x tolerance cs :=
  entries_ok (layers_rows x) (layers_columns x) (gradient_layersT x) tolerance cs.
Definition refused_gradient_layers x tolerance cs :=
  (failed [::], wrong_entries (layers_rows x) (layers_columns x) (gradient_layersT x) tolerance cs).
Definition check_plus_plus_layer x tolerance cs :=
  entries_ok (layers_rows x) (layers_columns x) (plus_plus_layerT x) tolerance cs.
Definition refused_plus_plus_layer x tolerance cs :=
  (failed [::], wrong_entries (layers_rows x) (layers_columns x) (plus_plus_layerT x) tolerance cs).
Definition check_descended_map x tolerance cs :=
  entries_ok (map_rows x) (map_columns x) (descended_mapT x) tolerance cs.
Definition refused_descended_map x tolerance cs :=
  (failed [::], wrong_entries (map_rows x) (map_columns x) (descended_mapT x) tolerance cs).
Definition check_attended x tolerance cs :=
  entries_ok (head_rows x) (head_columns x) (attendedT x) tolerance cs.
Definition refused_attended x tolerance cs :=
  (failed [::], wrong_entries (head_rows x) (head_columns x) (attendedT x) tolerance cs).

(* ---------- statements ---------- *)
(** theorem icl/CertifiedGradientLayers
    says: If the checker accepts claimed entries of the tokens after K layers of the construction of
      gradient descent, every one is within the tolerance of what the layers compute.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact. The
      evaluator uses icl/StackIsGradientDescent.
    supports: icl/layer-is-a-gradient-step icl/layers-are-steps *)
Definition CertifiedGradientLayers_statement : Prop :=
  forall x tolerance cs, check_gradient_layers x tolerance cs = true ->
  certifies_gradient_layers x tolerance cs.
(** theorem icl/CertifiedDescendedMap
    says: If the checker accepts claimed entries of the map after K steps of gradient descent on the
      context loss, every one is within the tolerance of it.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact.
    supports: icl/layers-are-steps *)
Definition CertifiedDescendedMap_statement : Prop :=
  forall x tolerance cs, check_descended_map x tolerance cs = true ->
  certifies_descended_map x tolerance cs.
(** theorem icl/CertifiedPlusPlusLayer
    says: If the checker accepts claimed entries of the tokens after one layer of GD++, every one is
      within the tolerance of what the layer computes.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact. The
      evaluator uses icl/GradientDescentPlusPlus.
    supports: icl/plus-plus-transforms-inputs *)
Definition CertifiedPlusPlusLayer_statement : Prop :=
  forall x tolerance cs, check_plus_plus_layer x tolerance cs = true ->
  certifies_plus_plus_layer x tolerance cs.
(** theorem icl/CertifiedAttended
    says: If the checker accepts claimed entries of the tokens after a head of linear self-attention
      with any matrices, every one is within the tolerance of what the head computes.
    leaves out: The instance is read from rational tables; with tolerance 0 the values are exact.
    supports: icl/only-products-matter *)
Definition CertifiedAttended_statement : Prop :=
  forall x tolerance cs, check_attended x tolerance cs = true -> certifies_attended x tolerance cs.

(* ---------- proofs ---------- *)
Lemma gdTP (R : realFieldType) nx ny N eta X Y k W :
  mxof R ny nx (gdT nx ny N eta X Y k W)
  = gd (mxof R nx N X) (mxof R ny N Y) (fun=> Q2R R eta) k (mxof R ny nx W).
Proof.
elim: k => [//|k IH] /=; rewrite !(mx_sub, mx_scale, mx_mul, mx_tr) IH.
by rewrite hmul Q2RV Q2R_nat /cgrad scalerA.
Qed.
Lemma gradient_layers_certificate x tolerance cs :
  check_gradient_layers x tolerance cs = true -> certifies_gradient_layers x tolerance cs.
Proof.
case: x => nx ny N K eta gamma X Y W q; apply: certified_entries => R /=.
rewrite stack_gd /= !(mx_row, mx_col, mx_sub, mx_mul, mx_zero) gdTP sub0r.
by [].
Qed.
Lemma descended_map_certificate x tolerance cs :
  check_descended_map x tolerance cs = true -> certifies_descended_map x tolerance cs.
Proof. by case: x => nx ny N K eta gamma X Y W q; apply: certified_entries => R; apply: gdTP. Qed.
Lemma plus_plus_layer_certificate x tolerance cs :
  check_plus_plus_layer x tolerance cs = true -> certifies_plus_plus_layer x tolerance cs.
Proof.
case: x => nx ny N K eta gamma X Y W q; apply: certified_entries => R /=.
rewrite !layerpp_gd !(mx_row, mx_col, mx_sub, mx_add, mx_scale, mx_mul, mx_zero, mx_tr).
by rewrite hmul Q2RV Q2R_nat sub0r.
Qed.
Lemma attended_certificate x tolerance cs :
  check_attended x tolerance cs = true -> certifies_attended x tolerance cs.
Proof.
case: x => d N P V K Q E Z; apply: certified_entries => R /=.
by rewrite !(mx_add, mx_mul, mx_tr) /lsa.
Qed.
Theorem CertifiedGradientLayers : CertifiedGradientLayers_statement.
Proof. exact: gradient_layers_certificate. Qed.
Theorem CertifiedDescendedMap : CertifiedDescendedMap_statement.
Proof. exact: descended_map_certificate. Qed.
Theorem CertifiedPlusPlusLayer : CertifiedPlusPlusLayer_statement.
Proof. exact: plus_plus_layer_certificate. Qed.
Theorem CertifiedAttended : CertifiedAttended_statement.
Proof. exact: attended_certificate. Qed.
